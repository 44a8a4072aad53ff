using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Frontend.Operations;

/// <summary>The replacement of tokens without expiry by expiring pairs, as it stands.</summary>
/// <param name="State">
/// <c>off</c> (<c>Tokens:Migration:Enabled</c>), <c>canary</c>, <c>paused</c> (the canary is done: continue),
/// <c>running</c>, <c>stopped</c> (one failed: mend, then continue).
/// </param>
/// <param name="Canary">How many are begun before an operator continues.</param>
/// <param name="Begun">How many were begun.</param>
/// <param name="Migrated">How many hold a pair by it.</param>
/// <param name="Failed">How many attempts failed.</param>
/// <param name="FailureCode">Why the last one did; null while none did.</param>
/// <param name="Remaining">How many tokens without expiry are to be replaced still.</param>
/// <param name="Lost">How many shops need a new grant, because Shopify's answer was lost.</param>
/// <param name="Declined">For how many Shopify declined; they are asked again after an order to continue.</param>
/// <param name="ChangedAt">When it was last continued or stopped.</param>
public sealed record TokenMigrationView(
    string State,
    int Canary,
    int Begun,
    int Migrated,
    int Failed,
    string? FailureCode,
    int Remaining,
    int Lost,
    int Declined,
    DateTimeOffset? ChangedAt)
{
    internal static TokenMigrationView Of(TokenMigration migration, MigrationOptions options) => new(
        StateOf(migration, options),
        options.Canary,
        migration.Begun,
        migration.Migrated,
        migration.Failed,
        migration.FailureCode,
        migration.Remaining,
        migration.Lost,
        migration.Declined,
        migration.ChangedAt);

    private static string StateOf(TokenMigration migration, MigrationOptions options) => migration.State switch
    {
        _ when !options.Enabled => "off",
        TokenMigrationState.Running => "running",
        TokenMigrationState.Stopped => "stopped",
        _ when migration.Begun >= options.Canary => "paused",
        _ => "canary",
    };
}
