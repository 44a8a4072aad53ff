using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// One step of the plan. It may be cut off anywhere and is then run again, so running it twice must be safe; what is
/// gone already counts as done.
/// </summary>
internal interface ITeardownStep
{
    /// <summary>A stable kebab-case name, one of <see cref="StepNames"/>.</summary>
    string Name { get; }

    /// <summary>Does the step, or a bounded part of it.</summary>
    Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken);

    /// <summary>Counts what the step would still have to do, by other code than does it. Changes nothing.</summary>
    Task<IReadOnlyList<StoreCount>> CountRemainingAsync(StepContext context, CancellationToken cancellationToken);
}
