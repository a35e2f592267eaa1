using './main.bicep'

param image = 'registry.example/mining-watch:0.1.0'
param botAppId = '00000000-0000-0000-0000-000000000000'
param databasePassword = readEnvironmentVariable('DATABASE_PASSWORD')
