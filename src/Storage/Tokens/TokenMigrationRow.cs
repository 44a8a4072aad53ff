using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Storage.Tokens;

/// <summary>The row of the migration of all shops, with what is counted beside it.</summary>
internal sealed record TokenMigrationRow
{
    public int State { get; init; }

    public int Begun { get; init; }

    public int Migrated { get; init; }

    public int Failed { get; init; }

    public string? FailureCode { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    public int Remaining { get; init; }

    public int Lost { get; init; }

    public int Declined { get; init; }

    public TokenMigration ToTokenMigration() => new()
    {
        State = (TokenMigrationState)State,
        Begun = Begun,
        Migrated = Migrated,
        Failed = Failed,
        FailureCode = FailureCode,
        ChangedAt = ChangedAt,
        Remaining = Remaining,
        Lost = Lost,
        Declined = Declined,
    };
}
