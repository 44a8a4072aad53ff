using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What a participant did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Assurance">verified: our own count was zero; attested: its word.</param>
/// <param name="Erased">What it erased, by kind.</param>
public sealed record ParticipantView(string Name, string Assurance, IReadOnlyList<StoreView> Erased)
{
    internal static ParticipantView Of(ParticipantResult result) =>
        new(result.Name, result.Assurance, StoreView.Of(result.Erased));
}
