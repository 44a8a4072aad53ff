using Shopkeeper.Frontend.Operations;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Frontend.Compliance;

/// <summary>A request of the compliance desk. It names nobody: only the export does.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Topic">customers/data_request, customers/redact or shop/redact.</param>
/// <param name="Origin">delivery, or watchdog for a shop/redact that did not come.</param>
/// <param name="ShopHash">Keyed hash of the shop's domain, the same as in the audit log.</param>
/// <param name="InstallationId">The stay that it is about; null where we know of none.</param>
/// <param name="State">open, ready, waiting, stalled or closed.</param>
/// <param name="Code">Why it waits or stands still, or how it was answered.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="DueAt">Until when it has to be answered.</param>
/// <param name="IsOverdue">True when that has passed and it is open.</param>
/// <param name="Repeated">How often the same was asked again under another delivery's id.</param>
/// <param name="Attempts">Rounds that left something to be done.</param>
/// <param name="NextAttemptAt">When it is looked at next.</param>
/// <param name="HasExport">True while an export is kept for it.</param>
/// <param name="Counts">What was found or erased in our own stores.</param>
/// <param name="Participants">What each participant did.</param>
/// <param name="CertificateId">The certificate that proves the erasure.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="ClosedBy">Who closed it; null where it closed by itself.</param>
public sealed record ComplianceView(
    Guid Id, string Topic, string Origin, string ShopHash, Guid? InstallationId, string State, string? Code,
    DateTimeOffset RecordedAt, DateTimeOffset DueAt, bool IsOverdue, int Repeated, int Attempts,
    DateTimeOffset? NextAttemptAt, bool HasExport, IReadOnlyList<StoreView> Counts,
    IReadOnlyList<ComplianceParticipantView> Participants, Guid? CertificateId, DateTimeOffset? ClosedAt,
    string? ClosedBy)
{
    internal static ComplianceView Of(ComplianceRequest request, DateTimeOffset now) => new(
        request.Id, request.Topic, request.Origin, request.ShopHash, request.Installation?.Value,
        Names.Of(request.State), request.Code, request.RecordedAt, request.DueAt,
        request.ClosedAt is null && request.DueAt <= now, request.Repeated, request.Attempts, request.NextAttemptAt,
        request.HasExport, StoreView.Of(request.Evidence.Counts),
        [.. request.Evidence.Participants.Select(ComplianceParticipantView.Of)], request.Certificate,
        request.ClosedAt, request.ClosedBy);
}
