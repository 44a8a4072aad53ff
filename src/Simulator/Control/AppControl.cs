using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Faults;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.Shops;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Control;

/// <summary>Controls what the simulator knows of the app, and the simulator as a whole.</summary>
internal sealed class AppControl(
    AppRegistration registration, ShopRegistry shops, FaultBook faults, CallLog calls, DeliveryBook deliveries,
    Courier courier)
{
    public Task<object?> Overview(HttpContext context) => Task.FromResult<object?>(new
    {
        Product = "Shopkeeper simulator",
        Shops = shops.All.Count,
        Faults = faults.All.Count,
        Deliveries = deliveries.List(null, null).Count,
        Calls = calls.List(null, null).Count,
    });

    public Task<object?> Get(HttpContext context) => Task.FromResult<object?>(View());

    public async Task<object?> PutAsync(HttpContext context)
    {
        var settings = await ControlInput.ReadAsync<AppSettings>(context);
        ControlInput.Require(settings.ApiKey is null || !string.IsNullOrWhiteSpace(settings.ApiKey), "apiKey",
            "Give the app's client id.");
        ControlInput.Require(settings.ApiSecret is null or { Length: >= 16 }, "apiSecret",
            "Give the app's client secret, 16 characters or more.");
        ControlInput.Address(settings.AppUrl, "appUrl");
        foreach (var subscription in settings.AppSubscriptions ?? [])
        {
            ControlInput.Address(subscription.Address, "appSubscriptions.address");
            ControlInput.Require(subscription.Topics.Count > 0, "appSubscriptions.topics", "Name at least one topic.");
        }

        registration.Change(settings);
        return View();
    }

    public Task<object?> Reset(HttpContext context)
    {
        courier.Reset();
        shops.Clear();
        faults.Clear();
        calls.Clear();
        deliveries.Clear();
        return Task.FromResult<object?>(null);
    }

    private AppSettings View()
    {
        var app = registration.Current;
        return new AppSettings
        {
            ApiKey = app.ApiKey, AppUrl = app.AppUrl, AppSubscriptions = app.Subscriptions,
            ManualApproval = app.ManualApproval, RefuseAuthorization = app.RefuseAuthorization,
            SendShopRedact = app.SendShopRedact, RequireExpiringTokens = app.RequireExpiringTokens,
        };
    }
}
