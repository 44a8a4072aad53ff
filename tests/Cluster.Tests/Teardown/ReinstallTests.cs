using System.Collections.Concurrent;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>The merchant installs again while an operator's uninstall runs: the new stay lives.</summary>
public sealed class ReinstallTests
{
    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reinstall_between_any_two_steps_of_an_operators_uninstall_lives(ClusterDatabase database)
    {
        var hooks = new ConcurrentDictionary<(InstallationId, string), Func<Task>>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            setup.AroundSteps(async (step, context, run) =>
            {
                if (hooks.TryRemove((context.Installation, step.Name), out var hook)) await hook();
                return await run();
            });
        });

        await Task.WhenAll(TeardownPlan.Order.Select(async step =>
        {
            var old = await cluster.LiveAsync($"before-{step}");
            var installed = NewPromise();
            hooks[(old.Id, step)] = async () => installed.SetResult(await InstallAgainAsync(cluster, old.Shop));

            await cluster.EndByOperatorAsync(old.Shop);
            await AssertNewStayLivesAsync(cluster, old, await installed.Task.WaitAsync(Cancellation));
        }));
    }

    // The silo that carried the order out went before it answered, and the edge sent it once more.
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reinstall_before_an_operators_uninstall_is_repeated_lives(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, Life.Add);
        var old = await cluster.LiveAsync("blue-widgets");
        var order = new EndCommand
        {
            TeardownId = Guid.CreateVersion7(cluster.Get<TimeProvider>().GetUtcNow()),
            Cause = EndCause.Operator,
            Evidence = ["operator"],
        };
        await cluster.Lifecycle(old.Shop).EndAsync(order, Cancellation);
        var next = await InstallAgainAsync(cluster, old.Shop);

        var repeated = await cluster.Lifecycle(old.Shop).EndAsync(order, Cancellation);

        Assert.Equal(
            (FenceOutcome.AlreadyEnded, order.TeardownId, old.Id),
            (repeated.Outcome, repeated.TeardownId, repeated.Installation));
        await AssertNewStayLivesAsync(cluster, old, next);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reinstall_before_and_after_any_call_of_an_operators_uninstall_lives(ClusterDatabase database)
    {
        var promises =
            new ConcurrentDictionary<(string Shop, string Operation, bool After), TaskCompletionSource<Installation>>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, Life.Add);

        // The merchant comes back while a call of the teardown is under way. The call is not held up for it: the
        // install waits for the call.
        Task Hook(SimulatedCall call, bool after)
        {
            if (promises.TryRemove((call.Shop, call.Operation, after), out var promise))
                _ = Task.Run(
                    () => CompleteAsync(promise, () => InstallAgainAsync(cluster, ShopDomain.Parse(call.Shop))));
            return Task.CompletedTask;
        }

        cluster.Simulator.OnCall = call => Hook(call, after: false);
        cluster.Simulator.OnAnswer = call => Hook(call, after: true);
        await Task.WhenAll(
            from operation in (string[])["webhookSubscriptionDelete", "appUninstall"]
            from after in (bool[])[false, true]
            select InstallDuringAsync(operation, after));

        async Task InstallDuringAsync(string operation, bool after)
        {
            var old = await cluster.LiveAsync($"{(after ? "after" : "before")}-{operation.ToLowerInvariant()}");
            var installed = promises[(old.Shop.Value, operation, after)] = NewPromise();

            await cluster.EndByOperatorAsync(old.Shop);
            await AssertNewStayLivesAsync(cluster, old, await installed.Task.WaitAsync(Cancellation));
        }
    }

    private static TaskCompletionSource<Installation> NewPromise() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task CompleteAsync(
        TaskCompletionSource<Installation> completion, Func<Task<Installation>> work)
    {
        try
        {
            completion.SetResult(await work());
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
    }

    /// <summary>
    /// A code that the uninstall killed is refused: then the merchant's browser starts over, as Shopify has it do.
    /// </summary>
    private static async Task<Installation> InstallAgainAsync(ShopkeeperCluster cluster, ShopDomain shop)
    {
        for (var time = 0; time < 5; time++)
        {
            var reply = await cluster.InstallAsync(shop);
            if (reply.Outcome == InstallOutcome.Installed) return reply.Installation!;
        }

        throw new InvalidOperationException("The merchant could not install again.");
    }

    private static async Task AssertNewStayLivesAsync(ShopkeeperCluster cluster, Installation old, Installation current)
    {
        Assert.NotEqual(old.Id, current.Id);
        Assert.Equal(old.Generation + 1, current.Generation);
        await cluster.PlantAsync(current);
        var certificate = await cluster.CertifiedAsync(old);

        Assert.IsNotType<CertificateVerdict.Invalid>(
            CertificateVerifier.Verify(certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>())));
        Assert.Empty(await cluster.ResidueAsync(old));
        var grant = cluster.Grains.GetGrain<IGrantKeeper>(current.Id.Value);
        var access = new AdminAccess(current.Shop, (await grant.GetTokenAsync(GrantUse.App, Cancellation)).Token!);
        var probe = await cluster.Get<IAdminClient>().ProbeAsync(access, Cancellation);
        Assert.Equal("ok", probe.Code);
        await UninstallTests.AssertLivesAsync(cluster, current);
        var held = await cluster.HeldAsync(current);
        Assert.All(Life.Stores, store => Assert.True(held.Single(count => count.Store == store).Count > 0, store));
    }
}
