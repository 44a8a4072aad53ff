using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Tests.Jobs;

namespace Shopkeeper.Grains.Tests.ApiLogs;

/// <summary>The way to Shopify over a shop in memory.</summary>
internal sealed class AdminBench
{
    public AdminBench()
    {
        Admin = new InstallationAdmin(_ => Keeper, Client, Options, Clock);
        Client.CallLog = new ApiCallLog(Log, NullLogger<ApiCallLog>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));

    public JobOptions Options { get; } = new() { ThrottlePause = TimeSpan.Zero };

    public FakeGrantKeeper Keeper { get; } = new();

    public FakeAdminClient Client { get; } = new();

    public FakeApiLogStore Log { get; } = new();

    public Installation Installation { get; } = FakeInstallationStore.Current();

    public InstallationAdmin Admin { get; }
}
