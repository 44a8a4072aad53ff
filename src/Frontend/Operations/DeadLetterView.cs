using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Frontend.Operations;

/// <summary>A delivery that was given up; never its payload.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shop">The shop that its header named.</param>
/// <param name="InstallationId">The installation that it was claimed for; null when it never was.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Code">Why it was given up, as a code: the last failure's.</param>
/// <param name="Attempts">How often handling it was tried.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="DeadAt">When it was given up.</param>
/// <param name="DeliveryId">Shopkeeper's reading of its X-Shopify-Webhook-Id; null when there was none.</param>
/// <param name="EventId">Shopify's id of what happened, shared by all deliveries about it.</param>
public sealed record DeadLetterView(
    long Id, string Shop, Guid? InstallationId, string Topic, string Code, int Attempts, DateTimeOffset RecordedAt,
    DateTimeOffset DeadAt, string? DeliveryId, string? EventId)
{
    internal static DeadLetterView Of(DeadLetter letter) => new(
        letter.Id, letter.Shop.Value, letter.Installation?.Value, letter.Topic, letter.Code, letter.Attempts,
        letter.RecordedAt, letter.DeadAt, letter.Hints.DeliveryId, letter.Hints.EventId);
}
