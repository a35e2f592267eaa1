param name string
param location string
param image string
param registryServer string
param identityId string
param vaultUri string
param logsName string
param subnetId string
param replicas int
param botAppId string
param botTenantId string
@description('Client id of the managed identity that vouches for the bot; empty where a secret does.')
param botIdentityClientId string
param signInConnections object

var port = 3978

resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' existing = {
  name: logsName
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: { customerId: logs.properties.customerId, sharedKey: logs.listKeys().primarySharedKey }
    }
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    managedEnvironmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: port, transport: 'http', allowInsecure: false }
      registries: empty(registryServer) ? [] : [{ server: registryServer, identity: identityId }]
      secrets: [
        for secret in ['bot-app-secret', 'database-url', 'token-keys']: {
          name: secret
          keyVaultUrl: '${vaultUri}secrets/${secret}'
          identity: identityId
        }
      ]
    }
    template: {
      terminationGracePeriodSeconds: 20
      scale: { minReplicas: replicas, maxReplicas: replicas }
      containers: [
        {
          name: 'bot'
          image: image
          resources: { cpu: json('1.0'), memory: '2Gi' }
          env: [
            { name: 'BOT_APP_ID', value: botAppId }
            { name: 'BOT_APP_TENANT_ID', value: botTenantId }
            { name: 'BOT_APP_SECRET', secretRef: 'bot-app-secret' }
            { name: 'BOT_APP_IDENTITY_CLIENT_ID', value: botIdentityClientId }
            { name: 'DATABASE_URL', secretRef: 'database-url' }
            { name: 'TOKEN_KEYS', secretRef: 'token-keys' }
            { name: 'PORT', value: string(port) }
            { name: 'PUBLIC_URL', value: 'https://${name}.${environment.properties.defaultDomain}' }
            { name: 'SIGN_IN_CONNECTION_GRAPH', value: signInConnections.graph }
            { name: 'SIGN_IN_CONNECTION_PARTNER_CENTER', value: signInConnections.partnerCenter }
            { name: 'SIGN_IN_CONNECTION_AZURE', value: signInConnections.azure }
          ]
          probes: [
            { type: 'Startup', httpGet: { path: '/healthz', port: port }, periodSeconds: 2, failureThreshold: 60 }
            { type: 'Liveness', httpGet: { path: '/healthz', port: port }, periodSeconds: 30 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: port }, periodSeconds: 10, timeoutSeconds: 5 }
          ]
        }
      ]
    }
  }
}

output host string = app.properties.configuration.ingress.fqdn
