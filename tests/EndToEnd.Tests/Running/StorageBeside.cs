using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Shopkeeper.Silo.Hosting;
using Shopkeeper.Storage;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// The service's own stores in the test's process, on the database and the keys of a service that is stopped: for what
/// no call over HTTP can plant. SQLite lets only one process in, so the service has to be stopped on both databases.
/// </summary>
public static class StorageBeside
{
    /// <summary>Works with the stores and lets go of the database.</summary>
    public static async Task UseAsync(ShopkeeperProcess stopped, Func<IServiceProvider, Task> work)
    {
        if (!stopped.Process.HasExited) throw new InvalidOperationException("The service still runs.");
        await using var app = ServiceHost.CreateBuilder([], builder => Configure(builder, stopped)).Build();
        await StorageStartup.PrepareAsync(app.Services, CancellationToken.None);
        await work(app.Services);
    }

    private static void Configure(WebApplicationBuilder builder, ShopkeeperProcess stopped)
    {
        builder.Environment.EnvironmentName = Environments.Production;
        var settings = stopped.Settings
            .Where(pair => !pair.Key.StartsWith("Logging:", StringComparison.Ordinal))
            .Append(new("Logging:Console:LogLevel:Default", "None"));
        builder.Configuration.AddInMemoryCollection(settings);
    }
}
