// All that Mining Watch needs in Azure, in one resource group:
//   az deployment group create --resource-group <group> --template-file infra/main.bicep --parameters infra/main.bicepparam
// The steps around it stand in docs/operator-guide.md, "With infra/".
// Written by the published schemas of the resource types; not deployed from this repository's own tests.
// Not here, because neither is Azure's to give: the Entra app registration, and the consents (docs/operator-guide.md).

targetScope = 'resourceGroup'

@description('Begins the name of every resource: small letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'miningwatch'

param location string = resourceGroup().location

@description('Image of the container, with its tag: registry.example/mining-watch:0.1.0')
param image string

@description('Name of the container registry in this resource group that the image comes from; empty for a public image.')
param registryName string = ''

@description('Application (client) id of the bot.')
param botAppId string

@description('Tenant in which that application is registered.')
param botTenantId string = tenant().tenantId

@description('A secret of that application. Empty: it is vouched for by the identity made here, once the federated credential of docs/operator-guide.md is made.')
@secure()
param botAppSecret string = ''

@description('Password of the database user that is made.')
@secure()
@minLength(16)
param databasePassword string

@description('Keys that seal the tokens of background sign-ins, as TOKEN_KEYS in .env.example; empty for none.')
@secure()
param tokenKeys string = ''

@description('Names of the OAuth connections of the bot, made after its first deployment; empty for none.')
param signInConnections { graph: string, partnerCenter: string, azure: string } = { graph: '', partnerCenter: '', azure: '' }

@description('Processes that run at once. All work on one database.')
@minValue(1)
param replicas int = 2

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
  name: '${name}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: { name: name, location: location }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: name
    location: location
    password: databasePassword
    subnetId: network.outputs.databaseSubnetId
    privateDnsZoneId: network.outputs.privateDnsZoneId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: name
    location: location
    readerPrincipalId: identity.properties.principalId
    secrets: {
      // A secret may not be empty; the container leaves a blank one out.
      'bot-app-secret': empty(botAppSecret) ? ' ' : botAppSecret
      'database-url': 'postgres://${database.outputs.user}:${uriComponent(databasePassword)}@${database.outputs.host}:5432/${database.outputs.name}?sslmode=verify-full'
      'token-keys': empty(tokenKeys) ? ' ' : tokenKeys
    }
  }
}

module registryAccess 'modules/registry-access.bicep' = if (!empty(registryName)) {
  name: 'registry-access'
  params: { registryName: registryName, principalId: identity.properties.principalId }
}

module app 'modules/app.bicep' = {
  name: 'app'
  dependsOn: [registryAccess]
  params: {
    name: name
    location: location
    image: image
    registryServer: empty(registryName) ? '' : '${registryName}.azurecr.io'
    identityId: identity.id
    vaultUri: vault.outputs.uri
    logsName: logs.name
    subnetId: network.outputs.appSubnetId
    replicas: replicas
    botAppId: botAppId
    botTenantId: botTenantId
    botIdentityClientId: empty(botAppSecret) ? identity.properties.clientId : ''
    signInConnections: signInConnections
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: name
    botAppId: botAppId
    botTenantId: botTenantId
    endpoint: 'https://${app.outputs.host}/api/messages'
  }
}

@description('The subject of the federated credential.')
output identityPrincipalId string = identity.properties.principalId
output messagingEndpoint string = 'https://${app.outputs.host}/api/messages'
