using Shopkeeper.Simulator.Shops;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Control;

/// <summary>
/// Controls deliveries: raises events, sends deliveries to order, releases held ones, reads them back.
/// </summary>
internal sealed class DeliveryControl(ShopRegistry shops, Courier courier, DeliveryBook book)
{
    private static readonly TimeSpan DelayMaximum = TimeSpan.FromDays(30);

    public async Task<object?> RaiseAsync(HttpContext context)
    {
        var shop = ShopControl.Find(shops, context);
        var request = await ControlInput.ReadAsync<EventRequest>(context);
        ControlInput.Topic(request.Topic);
        ControlInput.Span(request.Delay, DelayMaximum, "delay");
        ControlInput.Require(request.Body is null or { ValueKind: System.Text.Json.JsonValueKind.Object }, "body",
            "Give a JSON object.");
        return View(courier.Raise(shop, shop.Installation, request));
    }

    public async Task<object?> SendAsync(HttpContext context)
    {
        var shop = ShopControl.Find(shops, context);
        var request = await ControlInput.ReadAsync<DeliveryRequest>(context);
        ControlInput.Topic(request.Topic);
        ControlInput.Span(request.Delay, DelayMaximum, "delay");
        ControlInput.Address(request.Address, "address");
        ControlInput.Count(request.Copies, 1, 1_000, "copies");
        ControlInput.Count(request.Retries, 0, 100, "retries");
        ControlInput.Require(request.Body is null || request.RawBody is null, "rawBody", "Give body or rawBody.");
        ControlInput.Require(ControlInput.IsHeaderText(request.WebhookId + request.EventId), "webhookId",
            "Give ids without line breaks.");
        foreach (var (name, value) in request.Headers ?? new Dictionary<string, string?>())
        {
            ControlInput.Require(ControlInput.IsHeaderName(name) && ControlInput.IsHeaderText(value ?? ""),
                $"headers.{name}", "Give an HTTP header's name, and a value without line breaks.");
        }

        return View(courier.Send(shop, request));
    }

    public Task<object?> List(HttpContext context)
    {
        var query = context.Request.Query;
        string? shop = query["shop"], topic = query["topic"];
        return Task.FromResult<object?>(View(book.List(shop?.ToLowerInvariant(), topic)));
    }

    public async Task<object?> GetAsync(HttpContext context)
    {
        var delivery = Find((string)context.Request.RouteValues["id"]!);
        var limit = ControlInput.Wait(context);
        try
        {
            await delivery.Settled.WaitAsync(limit, TimeProvider.System, context.RequestAborted);
        }
        catch (TimeoutException)
        {
            // The caller gets the delivery as it is now; its state says that it has not settled.
        }

        return delivery.View();
    }

    public async Task<object?> ReleaseAsync(HttpContext context)
    {
        var request = await ControlInput.ReadAsync<ReleaseRequest>(context);
        ControlInput.Require(request.Ids.Count > 0, "ids", "Name at least one held delivery.");
        var deliveries = request.Ids.Select(Find).ToList();
        await courier.ReleaseAsync(deliveries, context.RequestAborted);
        return View(deliveries);
    }

    private static DeliveryView[] View(IReadOnlyList<Delivery> deliveries) =>
        [.. deliveries.Select(delivery => delivery.View())];

    private Delivery Find(string id) => book.Find(id) ?? throw new ControlRefusal(
        "id", "No such delivery. GET /_control/deliveries lists them.", StatusCodes.Status404NotFound);
}
