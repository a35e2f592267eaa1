// A bot of type SingleTenant serves the tenants of many partners: the type is about the bot's own token only
// (docs/decisions/0004-botbuilder.md). Its OAuth connections are made by hand, see docs/operator-guide.md.
param name string
param botAppId string
param botTenantId string
param endpoint string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  // Names of bots are unique over all of Azure.
  name: '${name}-bot-${uniqueString(resourceGroup().id)}'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: 'Mining Watch'
    endpoint: endpoint
    msaAppId: botAppId
    msaAppTenantId: botTenantId
    msaAppType: 'SingleTenant'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  location: 'global'
  name: 'MsTeamsChannel'
  properties: { channelName: 'MsTeamsChannel' }
}
