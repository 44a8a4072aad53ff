using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// Puts off deliveries whose handlers write to a participant keyed by shop while an earlier stay of their shop is not
/// yet erased there.
/// </summary>
internal sealed class HeldDeliveries(
    IWebhookInbox inbox,
    ParticipantDeclarations declarations,
    ParticipantHolds holds,
    IOptions<TeardownOptions> options)
{
    /// <returns>True when it has to wait; no attempt is spent.</returns>
    public async Task<bool> PutOffAsync(
        InboxDelivery delivery, Installation? current, CancellationToken cancellationToken)
    {
        if (current is null
            || !await holds.IsHeldAsync(current, declarations.OfTopic(delivery.Topic), cancellationToken))
            return false;
        await inbox.PutOffAsync(
            delivery, options.Value.HoldPoll, ParticipantCodes.AwaitsEarlierStay, cancellationToken);
        return true;
    }
}
