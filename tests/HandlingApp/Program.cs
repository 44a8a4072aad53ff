using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Catalogue;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.HandlingApp;
using Shopkeeper.Silo.Hosting;

// An app built on Shopkeeper that handles deliveries: the service with a handler of its own, and endpoints beside it
// through which tests see what the handler got, and break and mend it.
await using var app = await ServiceHost.PrepareAsync(
    args,
    builder =>
    {
        builder.Services.AddSingleton<Ledger>();
        builder.Services.AddWebhookHandler<PaidOrders>();
        builder.Services.AddWebhookHandler<UpdatedOrders>();
        builder.Services.AddCatalogueUpdates();
        if (builder.Configuration["Books:Folder"] is not { } folder) return;
        builder.Services.AddWebhookHandler<CreatedOrders>();
        builder.Services.AddSingleton<IJobHandler>(_ => new OrderBookkeeping(folder));
    },
    CancellationToken.None);
app.MapGet("/test/handled/{installation:guid}", (Guid installation, Ledger ledger) => ledger.Of(installation))
    .OnlyOn(Listener.Internal);
app.MapPost("/test/broken/{installation:guid}", (Guid installation, bool broken, Ledger ledger) =>
    ledger.Break(installation, broken)).OnlyOn(Listener.Internal);
app.MapGet("/test/hung/{installation:guid}", (Guid installation, Ledger ledger) => ledger.HungOf(installation))
    .OnlyOn(Listener.Internal);
app.MapPost("/test/hung/{installation:guid}", (Guid installation, bool hanging, Ledger ledger) =>
    ledger.Hang(installation, hanging)).OnlyOn(Listener.Internal);
await app.RunAsync();
