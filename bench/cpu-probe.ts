/** What a measured process is asked over its channel; it answers with the milliseconds of CPU that it has used. */
export const cpuQuestion = 'cpu?';

/* Loaded into measured processes by --import: they answer, and are else as they would be without it. */
if (process.send !== undefined) {
  process.on('message', (message) => {
    if (message !== cpuQuestion) return;
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1000);
  });
  process.channel?.unref();
}
