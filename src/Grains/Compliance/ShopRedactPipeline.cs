using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Compliance;

/// <summary><c>shop/redact</c>: follows the erasure of the stay that it is about, until that is certified.</summary>
internal sealed class ShopRedactPipeline(
    IComplianceStore store, IOptions<ComplianceOptions> options, TimeProvider time) : ICompliancePipeline
{
    public string Topic => WebhookTopics.ShopRedact;

    public async Task<ComplianceStep> RunAsync(
        ComplianceRequest request, ComplianceStay stay, CancellationToken cancellationToken)
    {
        var isWaiting = stay.IsLive && request.DeliveryHash is { } delivery
            && await store.IsDeliveryWaitingAsync(stay.Shop!, delivery, cancellationToken);
        return ShopRedactRules.Decide(request, stay, isWaiting, time.GetUtcNow(), options.Value.LookAgain);
    }
}
