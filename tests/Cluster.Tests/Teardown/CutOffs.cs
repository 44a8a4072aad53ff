using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>
/// Cuts teardowns off right before or right after a step's effect, as a dying process does: from then on nothing of it
/// is stored, until it is revived.
/// </summary>
internal sealed class CutOffs
{
    private readonly ConcurrentDictionary<InstallationId, (string Step, bool After)> _armed = [];
    private readonly ConcurrentDictionary<InstallationId, TaskCompletionSource> _cuts = [];
    private readonly ConcurrentDictionary<InstallationId, bool> _dead = [];

    public void Add(ClusterSetup setup)
    {
        setup.AroundSteps(CutAsync);
        var before = setup.Services;
        setup.Services = services =>
        {
            before(services);
            var store = services.Last(service => service.ServiceType == typeof(ITeardownStore));
            services.AddSingleton(provider => MortalStore.Around((ITeardownStore)Make(provider, store), this));
        };
    }

    /// <summary>Has the teardown cut off once.</summary>
    /// <returns>Ends when it is.</returns>
    public Task Arm(InstallationId installation, string step, bool after)
    {
        _armed[installation] = (step, after);
        return (_cuts[installation] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Another process takes over.</summary>
    public void Revive(InstallationId installation) => _dead.TryRemove(installation, out _);

    private async Task<StepOutcome> CutAsync(ITeardownStep step, StepContext context, Func<Task<StepOutcome>> run)
    {
        if (!_armed.TryGetValue(context.Installation, out var cut) || cut.Step != step.Name) return await run();
        if (cut.After) await run();
        _armed.TryRemove(context.Installation, out _);
        _dead[context.Installation] = true;
        _cuts[context.Installation].SetResult();
        throw new OperationCanceledException("The process died.");
    }

    private static object Make(IServiceProvider provider, ServiceDescriptor service) =>
        service.ImplementationFactory?.Invoke(provider)
        ?? service.ImplementationInstance
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);

    /// <summary>The store, for those that live.</summary>
    private class MortalStore : DispatchProxy
    {
        private ITeardownStore _store = null!;
        private CutOffs _cuts = null!;

        public static ITeardownStore Around(ITeardownStore store, CutOffs cuts)
        {
            var proxy = Create<ITeardownStore, MortalStore>();
            ((MortalStore)(object)proxy)._store = store;
            ((MortalStore)(object)proxy)._cuts = cuts;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            args?[0] is TeardownRecord record && _cuts._dead.ContainsKey(record.Installation)
                ? throw new StorageUnavailableException("process-died")
                : targetMethod!.Invoke(_store, args);
    }
}
