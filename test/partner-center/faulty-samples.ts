/** The faults of Microsoft's published samples of fraud events, on invented values. */
const fields = `"eventTime": "2024-03-02T07:11:09.20",
        "eventId": "11111111-aaaa-4bbb-8ccc-000000000001_22222222-aaaa-4bbb-8ccc-000000000002",
        "customerTenantId": "33333333-AAAA-4bbb-8ccc-000000000003",
        "customerFriendlyName": "Alpine Ski House",
        "subscriptionId": "11111111-AAAA-4bbb-8ccc-000000000001",
        "entityUrl": "\\\\sample\\\\entity\\\\url",
        "hitCount": "14",
        "eventStatus": "Active",
        "resolvedReason": "None",
        "resolvedOn": "9999-12-31T23:59:59.9970000",`;

const logs = `[
        {
                "statusFrom": "Active",
                "statusTo": "Investigating",
                "updatedBy": "ada@fabrikam.example",
                "dateTime": "2024-03-02T09:00:00.8016635+05:30"
        },
        {
                "statusFrom": "Investigating",
                "statusTo": "Resolved",
                "updatedBy": "ada@fabrikam.example",
                "dateTime": "2024-03-02T09:10:00.693182+05:30"
        }
]`;

/** A comma missing after resolvedBy, raw JSON with bare quotes in a string, a comma too many at the end. */
export const faultyList = `[
    {
        ${fields}
        "resolvedBy": ""
        "firstObserved": "2024-03-02T06:00:00.0000000",
        "lastObserved" : "9999-12-31T23:59:59.9970000",
        "eventType": "NetworkConnectionsToCryptoMiningPools",
        "severity": "Medium",
        "affectedResources": [
            {
                "azureResourceId": "\\\\sample\\\\resource\\\\url ",
                "type": "sample resource type"
            }
        ],
        "additionalDetails": { "resourceid": "\\\\sample\\\\resource\\\\id ",
            "vM_IP": "[\\r\\n \\"203.0.113.7\\"\\r\\n]",
            "connectionCount": "31"
            },
        "IsTest": "false",
        "activityLogs": "${logs}",

    }
]`;

/** The same, with a brace too many, as in the sample of the update. */
export const faultyUpdate = `[
    {
        ${fields}
        "resolvedBy": "ada@fabrikam.example",
        "eventType": "NetworkConnectionsToCryptoMiningPools",
              "IsTest": "false",
                "activityLogs": "${logs}"

        }
    }
]`;
