namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>The replacement of tokens without expiry, for all shops together, as it stands.</summary>
public sealed record TokenMigration
{
    /// <summary>Where it stands.</summary>
    public TokenMigrationState State { get; init; } = TokenMigrationState.Canary;

    /// <summary>How many were begun since the last order to continue, or ever.</summary>
    public int Begun { get; init; }

    /// <summary>How many have an expiring pair by it.</summary>
    public int Migrated { get; init; }

    /// <summary>How many attempts failed.</summary>
    public int Failed { get; init; }

    /// <summary>Why the last one failed, as a code; null while none did.</summary>
    public string? FailureCode { get; init; }

    /// <summary>When the state last changed; null when it never did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Current installations that hold a token without expiry and were not begun, or begun without end.
    /// </summary>
    public int Remaining { get; init; }

    /// <summary>Current installations whose answer was lost: each needs a new grant.</summary>
    public int Lost { get; init; }

    /// <summary>Current installations for which Shopify declined.</summary>
    public int Declined { get; init; }
}
