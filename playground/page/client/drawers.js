/** The rail and the panel as drawers where the page is too narrow for them. Escape and a press beside them close them. */
export function createDrawers(app, scrim) {
  const parts = { rail: document.getElementById('rail'), panel: document.getElementById('panel') };
  let opener;

  const close = () => {
    if (app.dataset.drawer === undefined) return;
    delete app.dataset.drawer;
    scrim.hidden = true;
    document.getElementById('chat').inert = false;
    if (opener?.isConnected) opener.focus();
  };
  const open = (name) => {
    opener = document.activeElement;
    app.dataset.drawer = name;
    scrim.hidden = false;
    document.getElementById('chat').inert = true;
    parts[name].querySelector('button, input, select')?.focus({ preventScroll: true });
  };
  scrim.addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  return { open, close };
}
