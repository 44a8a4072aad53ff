namespace Shopkeeper.Grains.Abstractions;

/// <summary>Kinds of durable work that pollers look for.</summary>
public enum WorkKind
{
    /// <summary>Deliveries in the inbox.</summary>
    Deliveries = 1,

    /// <summary>Jobs that can run.</summary>
    Jobs = 2,

    /// <summary>Teardowns that can go on.</summary>
    Teardowns = 3,

    /// <summary>Requests of the compliance desk.</summary>
    Compliance = 4,

    /// <summary>Webhook subscriptions that are due to be compared with Shopify.</summary>
    Subscriptions = 5,

    /// <summary>Pairs of quiet shops that are due to be refreshed.</summary>
    Refreshes = 8,

    /// <summary>Tokens without expiry that are to be replaced.</summary>
    TokenMigrations = 9,

    /// <summary>Shops to be asked whether they still take their token.</summary>
    AccessChecks = 6,
}
