using Shopkeeper.Frontend.Billing;
using Shopkeeper.Grains.Abstractions.Certificates;
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
/// <param name="Billing">
/// The shop's subscriptions to the app when the installation ended, by the status that Shopify had told of last. It
/// cancels them when the app is uninstalled; in a reset they go on.
/// </param>
/// <param name="CertificateId">The certificate, once there is one.</param>
public sealed record TeardownView(
    Guid Id, Guid InstallationId, int Generation, string? Shop, string Kind, string Status, string Cause,
    IReadOnlyList<string> Evidence, DateTimeOffset? OpenedAt, DateTimeOffset? EndedAt, DateTimeOffset? NextAttemptAt,
    string? StalledBecause, IReadOnlyList<StepView> Steps, IReadOnlyList<ParticipantView> Participants,
    IReadOnlyList<BillingCountView> Billing, Guid? CertificateId)
{
    internal static TeardownView Of(TeardownRecord record) => new(
        record.Id, record.Installation.Value, record.Generation, record.Shop.Value, Names.Of(record.Kind),
        Names.Of(record.Status), Names.Of(record.Cause), record.Evidence, record.OpenedAt, record.EndedAt,
        record.NextAttemptAt, record.StalledBecause, [.. record.Steps.Select(StepView.Of)],
        [.. record.Steps.SelectMany(step => step.Participants).Select(ParticipantView.Of)],
        BillingCountView.Of(record.Billing), record.CertificateId);

    /// <summary>A teardown as it stands, or as its certificate tells it; null when there is none of that id.</summary>
    internal static async Task<TeardownView?> FindAsync(
        Guid id, ITeardownStore teardowns, ICertificateStore certificates, CancellationToken cancellationToken)
    {
        if (await teardowns.FindAsync(id, cancellationToken) is { } record) return Of(record);
        return await certificates.FindByTeardownAsync(id, cancellationToken) is { } certificate
            ? CertifiedTeardown.View(certificate)
            : null;
    }
}
