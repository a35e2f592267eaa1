using './main.bicep'

// What is left out here, or not set in the shell, a deployment empties: also what the one before it had set.
param image = 'registry.example/mining-watch:0.1.0'
param registryName = ''
param botAppId = '00000000-0000-0000-0000-000000000000'
param botAppSecret = readEnvironmentVariable('BOT_APP_SECRET', '')
param databasePassword = readEnvironmentVariable('DATABASE_PASSWORD')
param tokenKeys = readEnvironmentVariable('TOKEN_KEYS', '')
param signInConnections = { graph: '', partnerCenter: '', azure: '' }
