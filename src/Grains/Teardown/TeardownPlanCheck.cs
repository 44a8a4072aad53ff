using Microsoft.Extensions.Hosting;
using Shopkeeper.Grains.Compliance;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// Has the plan and the participants made when the service starts, so that a mistake in either refuses the start.
/// </summary>
internal sealed class TeardownPlanCheck(
    TeardownPlan plan, ParticipantRoster roster, CustomerRoster customers, ParticipantDeclarations declarations)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(roster);
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(declarations);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
