using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Silo.Hosting;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>A teardown empties the memory of silos and of nobody else, so a front end must not have any.</summary>
[Collection(ThreeSilos.Name)]
public sealed class FrontEndMemoryTests(ThreeSilos silos)
{
    [Fact]
    public Task Front_end_when_it_has_read_what_is_encrypted_keeps_no_key_of_the_installation() =>
        silos.RunAsync(async () =>
        {
            var shop = await Merchant.InstalledAsync(silos.Cluster.Processes[0]);
            await Eventually.UntilAsync(
                "a call to Shopify is logged",
                async () => (await shop.GetAsync("/api/logs")).GetProperty("items").GetArrayLength() > 0,
                cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal(0, await CountKeptAsync("front-end", shop));
            // What would have been kept otherwise.
            Assert.Equal(1, await CountKeptAsync("all", shop));
        });

    [Fact]
    public async Task Front_end_has_no_participants_and_runs_no_jobs()
    {
        await using var app = Build("front-end");

        Assert.Empty(app.Services.GetServices<IErasureParticipant>());
        Assert.Empty(app.Services.GetServices<IJobHandler>());
    }

    private async Task<int> CountKeptAsync(string role, Merchant shop)
    {
        await using var app = Build(role);
        var installation = new InstallationId(shop.InstallationId);
        var logs = await app.Services.GetRequiredService<IApiLogStore>().ListAsync(
            installation, new PageRequest(null, 10), TestContext.Current.CancellationToken);
        Assert.NotEmpty(logs.Items);
        return app.Services.GetServices<IInstallationCache>().Sum(cache => cache.Count(installation));
    }

    private WebApplication Build(string role) => ServiceHost.CreateBuilder([], builder =>
    {
        builder.Environment.EnvironmentName = Environments.Production;
        var settings = silos.Cluster.Processes[0].Settings
            .Where(pair => !pair.Key.StartsWith("Logging:", StringComparison.Ordinal))
            .Append(new("Logging:Console:LogLevel:Default", "None"))
            .Append(new("Cluster:Role", role));
        builder.Configuration.AddInMemoryCollection(settings);
    }).Build();
}
