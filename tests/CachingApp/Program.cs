using Shopkeeper.CachingApp;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Silo.Hosting;

// An app built on Shopkeeper that caches: the service with two endpoints beside it, through which tests reach the cache
// of this one process.
await using var app = await ServiceHost.PrepareAsync(args, configure: null, CancellationToken.None);
app.MapPost("/test/cache/set", CacheCalls.SetAsync).OnlyOn(Listener.Internal);
app.MapPost("/test/cache/get", CacheCalls.GetAsync).OnlyOn(Listener.Internal);
app.MapGet("/test/cache/{installation:guid}", CacheCalls.Count).OnlyOn(Listener.Internal);
await app.RunAsync();
