param name string
param location string
@secure()
param password string
param subnetId string
param privateDnsZoneId string

var user = 'miningwatch'

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2022-12-01' = {
  name: '${name}-db-${uniqueString(resourceGroup().id)}'
  location: location
  sku: { name: 'Standard_D2ds_v4', tier: 'GeneralPurpose' }
  properties: {
    version: '16'
    administratorLogin: user
    administratorLoginPassword: password
    authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' }
    storage: { storageSizeGB: 64 }
    backup: { backupRetentionDays: 30, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: 'Disabled' }
    network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: privateDnsZoneId }
  }

  resource database 'databases' = {
    name: 'mining_watch'
    properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  }
}

output host string = server.properties.fullyQualifiedDomainName
output name string = server::database.name
output user string = user
