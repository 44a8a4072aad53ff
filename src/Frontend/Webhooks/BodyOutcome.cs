namespace Shopkeeper.Frontend.Webhooks;

/// <summary>What came of reading a body.</summary>
internal enum BodyOutcome
{
    /// <summary>It is there.</summary>
    Read = 1,

    /// <summary>It is longer than what is accepted.</summary>
    TooLarge = 2,

    /// <summary>It did not arrive in time.</summary>
    TooSlow = 3,

    /// <summary>There is no memory for it just now.</summary>
    NoMemory = 4,
}
