using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What a participant did, or in a preview would.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Assurance">
/// verified: our own count was zero; attested: its word; planned: a preview; unknown: a preview, and it could not be
/// asked.
/// </param>
/// <param name="Erased">What it erased, by kind.</param>
/// <param name="Code">Why it could not be asked; null otherwise.</param>
public sealed record ParticipantView(
    string Name, string Assurance, IReadOnlyList<StoreView> Erased, string? Code = null)
{
    internal static ParticipantView Of(ParticipantResult result) =>
        new(result.Name, result.Assurance, StoreView.Of(result.Erased), result.Code);
}
