using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Silo.Demo;

/// <summary>An app's own handler: a changed product starts a synchronisation, once per delivery.</summary>
internal sealed class DemoWebhookHandler : IWebhookHandler
{
    public string Topic => "products/update";

    public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
    {
        using var none = JsonDocument.Parse("{}");
        return context.EnqueueAsync("catalog-sync", none.RootElement);
    }
}
