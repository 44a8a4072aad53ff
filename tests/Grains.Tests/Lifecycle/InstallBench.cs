using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Tests.ApiLogs;
using Shopkeeper.Grains.Tests.Jobs;
using Shopkeeper.Grains.Tests.Tokens;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.Lifecycle;

/// <summary>An install over a shop, a Shopify and permits in memory, on a clock of the test's.</summary>
internal sealed class InstallBench : IOAuthClient, IPermitStore, IShopLifecycle
{
    /// <summary>The stay that an install leads to.</summary>
    public static readonly Installation Stay = FakeInstallationStore.Current();

    /// <summary>The intent of an install.</summary>
    public static readonly Guid Intent = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));
    private readonly FakeAdminClient _admin = new()
    {
        Probe = new InstallationProbe
        {
            AppInstallationId = Stay.AppInstallationId,
            ShopId = Stay.ShopId,
            Shop = Stay.Shop,
            Name = "Widgets",
        },
    };

    /// <summary>Done when Shopify has taken the code, before its grant arrives.</summary>
    public Action OnExchange { get; set; } = () => { };

    /// <summary>Done while the permits are waited for.</summary>
    public Action OnIntent { get; set; } = () => { };

    /// <summary>What Shopify fails with when it is asked whose the new grant is, one a call.</summary>
    public Queue<AdminFailure> ProbeFailures { get; } = new();

    /// <summary>How far time goes on at once while the install waits.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The stay that is there.</summary>
    public Installation? Current { get; set; }

    /// <summary>What the shop's actor fails with, one a call.</summary>
    public Queue<Exception> ShopFaults { get; } = new();

    /// <summary>What stands in the stay's log of calls.</summary>
    public FakeApiLogStore Log { get; } = new();

    /// <summary>What the shop's actor makes of a grant.</summary>
    public AcceptGrantOutcome Outcome { get; set; } = AcceptGrantOutcome.Installed;

    /// <summary>The names of the exchanges whose grants were brought, one an attempt.</summary>
    public List<Guid?> Origins { get; } = [];

    /// <summary>The intents under which they were brought.</summary>
    public List<Guid?> Intents { get; } = [];

    /// <summary>The intents that were removed because their install came to nothing.</summary>
    public List<Guid> Removed { get; } = [];

    /// <summary>True where an intent's removal goes unheard.</summary>
    public bool LosesRemoval { get; set; }

    /// <summary>How often Shopify was asked whose the new grant is.</summary>
    public int Probes => _admin.Calls.Count;

    public int Exchanges { get; private set; }

    public int Accepted { get; private set; }

    /// <summary>Installs, with time going on while it waits.</summary>
    public async Task<InstallReply> InstallAsync(CancellationToken cancellationToken)
    {
        _admin.Fault = _ => ProbeFailures.TryDequeue(out var failure) ? failure : null;
        var installer = new Installer(
            this,
            this,
            new NewGrantReader(_admin, new NoGrants(), TestGrants.Factory(_clock), _clock),
            new TokenCalls(this, new ApiCallLog(Log, NullLogger<ApiCallLog>.Instance), _clock),
            Options.Create(new InstallOptions()),
            _clock,
            NullLogger<Installer>.Instance);
        var install = installer.InstallAsync(Stay.Shop, this, new AccessToken("code"), cancellationToken);
        await Eventually.UntilAsync("the install has ended", () =>
        {
            if (!install.IsCompleted) _clock.Advance(Step);
            return install.IsCompleted;
        }, cancellationToken: TestContext.Current.CancellationToken);
        return await install;
    }

    public Task<TokenOutcome> RefreshAsync(
        ShopDomain shop, AccessToken refreshToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TokenOutcome> MigrateAsync(
        ShopDomain shop, AccessToken accessToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TokenOutcome> ExchangeForOfflineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TokenOutcome> ExchangeForOnlineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TokenOutcome> ExchangeCodeAsync(ShopDomain shop, string code, CancellationToken cancellationToken)
    {
        Exchanges++;
        OnExchange();
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<TokenOutcome>(new TokenOutcome.Granted(new TokenGrant
        {
            AccessToken = new AccessToken("shpat_new"),
            Scopes = AccessScopes.Parse("read_products"),
        }));
    }

    public Task<(Guid Intent, TimeSpan PermitValidFor)> RecordIntentAsync(
        ShopDomain shop, CancellationToken cancellationToken)
    {
        OnIntent();
        return Task.FromResult((Intent, TimeSpan.FromSeconds(1)));
    }

    public Task<TimeSpan> GetPermitValidForAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        Task.FromResult(TimeSpan.Zero);

    public Task RemoveIntentAsync(Guid intent, CancellationToken cancellationToken)
    {
        Removed.Add(intent);
        return LosesRemoval ? Task.FromException(new StorageUnavailableException("connection")) : Task.CompletedTask;
    }

    public Task<Installation?> GetCurrentAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Current);

    public Task<AcceptGrantReply> AcceptGrantAsync(NewGrant command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Origins.Add(command.Grant.Origin);
        Intents.Add(command.Intent);
        if (ShopFaults.TryDequeue(out var fault)) throw fault;
        Accepted++;
        return Task.FromResult(new AcceptGrantReply { Outcome = Outcome, Installation = Stay });
    }

    public Task<Guid?> TryTakePermitAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> IsHeldByIntentAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task ReleasePermitAsync(Guid permit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<EndReply> ResetAsync(ResetCommand command, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<EndReply> EndAsync(EndCommand command, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task ReadAgainAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> ForgetAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
