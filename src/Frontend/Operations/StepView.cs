using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>A step of a teardown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">pending, running, done or waived.</param>
/// <param name="Attempts">Attempts spent.</param>
/// <param name="Outcome">How it ended, as a code.</param>
/// <param name="LastCode">The code of the last failure or snooze.</param>
/// <param name="StartedAt">When it was first begun.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Counts">What it erased, by store.</param>
/// <param name="NotErased">What it could not erase.</param>
/// <param name="Participants">How far it is with each participant, for the steps that ask several.</param>
public sealed record StepView(
    string Name, string Status, int Attempts, string? Outcome, string? LastCode, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, IReadOnlyList<StoreView> Counts, IReadOnlyList<NotErasedView> NotErased,
    IReadOnlyList<ParticipantProgressView> Participants)
{
    internal static StepView Of(StepProgress step) => new(
        step.Name, Names.Of(step.Status), step.Attempts, step.Outcome, step.LastCode, step.StartedAt, step.FinishedAt,
        StoreView.Of(step.Counts),
        [.. step.NotErased.Select(left => new NotErasedView(left.Store, left.Kind, left.Count, left.Reason))],
        [.. step.Asked.Select(ParticipantProgressView.Of)]);
}
