using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>A teardown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="InstallationId">The installation that ends.</param>
/// <param name="Generation">The installation's generation.</param>
/// <param name="Shop">The shop's domain; null once certified, since nothing keeps it.</param>
/// <param name="Kind">uninstall or reset.</param>
/// <param name="Status">confirming, running, stalled or certified.</param>
/// <param name="Cause">Why the installation ends.</param>
/// <param name="Evidence">What proves it, as codes.</param>
/// <param name="OpenedAt">When the teardown was opened.</param>
/// <param name="EndedAt">When the installation ended.</param>
/// <param name="NextAttemptAt">When there is next something to do.</param>
/// <param name="StalledBecause">Why it is stalled, as a code.</param>
/// <param name="Steps">The steps begun or done.</param>
/// <param name="Participants">What participants did.</param>
/// <param name="CertificateId">The certificate, once there is one.</param>
public sealed record TeardownView(
    Guid Id, Guid InstallationId, int Generation, string? Shop, string Kind, string Status, string Cause,
    IReadOnlyList<string> Evidence, DateTimeOffset? OpenedAt, DateTimeOffset? EndedAt, DateTimeOffset? NextAttemptAt,
    string? StalledBecause, IReadOnlyList<StepView> Steps, IReadOnlyList<ParticipantView> Participants, Guid? CertificateId)
{
    internal static TeardownView Of(TeardownRecord record) => new(
        record.Id, record.Installation.Value, record.Generation, record.Shop.Value, Names.Of(record.Kind),
        Names.Of(record.Status), Names.Of(record.Cause), record.Evidence, record.OpenedAt, record.EndedAt,
        record.NextAttemptAt, record.StalledBecause, [.. record.Steps.Select(StepView.Of)],
        [.. record.Steps.SelectMany(step => step.Participants).Select(ParticipantView.Of)], record.CertificateId);
}

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
public sealed record StepView(
    string Name, string Status, int Attempts, string? Outcome, string? LastCode, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, IReadOnlyList<StoreView> Counts, IReadOnlyList<NotErasedView> NotErased)
{
    internal static StepView Of(StepProgress step) => new(
        step.Name, Names.Of(step.Status), step.Attempts, step.Outcome, step.LastCode, step.StartedAt, step.FinishedAt,
        StoreView.Of(step.Counts),
        [.. step.NotErased.Select(left => new NotErasedView(left.Store, left.Kind, left.Count, left.Reason))]);
}

/// <summary>What a participant did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Assurance">verified: our own count was zero; attested: its word.</param>
/// <param name="Erased">What it erased, by kind.</param>
public sealed record ParticipantView(string Name, string Assurance, IReadOnlyList<StoreView> Erased)
{
    internal static ParticipantView Of(ParticipantResult result) =>
        new(result.Name, result.Assurance, StoreView.Of(result.Erased));
}

/// <summary>Something that could not be erased.</summary>
/// <param name="Store">Where it is.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Count">The last count known.</param>
/// <param name="Reason">Why, as a code.</param>
public sealed record NotErasedView(string Store, string Kind, long? Count, string Reason);
