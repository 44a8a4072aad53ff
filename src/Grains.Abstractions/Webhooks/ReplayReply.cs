namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>What became of an order to handle dead letters again.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Replayed">How many are due again.</param>
/// <param name="Remaining">How many more there are that another order would make due.</param>
public sealed record ReplayReply(ReplayOutcome Outcome, int Replayed = 0, int Remaining = 0);
