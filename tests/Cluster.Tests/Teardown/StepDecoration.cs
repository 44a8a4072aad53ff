using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>Puts something around every step of the silos' plans.</summary>
internal static class StepDecoration
{
    public delegate Task<StepOutcome> Around(
        ITeardownStep step, StepContext context, Func<Task<StepOutcome>> run);

    public static void AroundSteps(this ClusterSetup setup, Around around)
    {
        var before = setup.Services;
        setup.Services = services =>
        {
            before(services);
            foreach (var step in services.Where(service => service.ServiceType == typeof(ITeardownStep)).ToList())
            {
                services.Remove(step);
                services.AddSingleton<ITeardownStep>(provider => new Decorated(
                    (ITeardownStep)ActivatorUtilities.CreateInstance(provider, step.ImplementationType!), around));
            }
        };
    }

    private sealed class Decorated(ITeardownStep step, Around around) : ITeardownStep
    {
        public string Name => step.Name;

        public Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
            around(step, context, () => step.RunAsync(context, cancellationToken));

        public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
            StepContext context, CancellationToken cancellationToken) =>
            step.CountRemainingAsync(context, cancellationToken);
    }
}
