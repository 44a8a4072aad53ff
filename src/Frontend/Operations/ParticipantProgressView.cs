using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>How far a step is with a participant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">
/// waiting, busy (it asked for time), failed (the last call did), erased (settled) or waived.
/// </param>
/// <param name="Operation">plan, erase or verify: what it was asked for last, or is asked for next.</param>
/// <param name="Round">From 1; the next begins when something was left.</param>
/// <param name="Attempts">Calls that failed.</param>
/// <param name="LastCode">The code of the last failure or wait.</param>
/// <param name="NextAttemptAt">When it is asked next; null with failed says that it is given up.</param>
/// <param name="SettledAt">When it settled the step.</param>
public sealed record ParticipantProgressView(
    string Name, string State, string Operation, int Round, int Attempts, string? LastCode,
    DateTimeOffset? NextAttemptAt, DateTimeOffset? SettledAt)
{
    internal static ParticipantProgressView Of(ParticipantProgress progress) => new(
        progress.Name, Names.Of(progress.State), Names.Of(progress.Operation), progress.Round, progress.Attempts,
        progress.LastCode, progress.NextAttemptAt, progress.SettledAt);
}
