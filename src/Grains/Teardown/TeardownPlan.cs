using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>The order in which an installation is torn down. It stands here and nowhere else.</summary>
internal sealed class TeardownPlan
{
    /// <summary>Every teardown runs all of these, in this order.</summary>
    public static readonly ImmutableArray<string> Order =
    [
        StepNames.ClearShopGrain,
        StepNames.StopJobs,
        StepNames.SettleRequests,
        StepNames.CloseWebhooks,
        StepNames.RemoveShopResources,
        StepNames.RevokeAccess,
        StepNames.EraseParticipants,
        StepNames.ClearCaches,
        StepNames.PurgeData,
        StepNames.VerifyResidue,
        StepNames.Certify,
    ];

    /// <summary>Names of steps that were removed, so that teardowns which are past them still load.</summary>
    public static readonly ImmutableArray<string> Retired = [];

    /// <summary>
    /// What is run again when something is left: all that erases on our side. Shopify is not asked again.
    /// </summary>
    public static readonly ImmutableArray<string> ErasingSteps =
    [
        StepNames.ClearShopGrain,
        StepNames.StopJobs,
        StepNames.EraseParticipants,
        StepNames.ClearCaches,
        StepNames.PurgeData,
    ];

    /// <summary>What has nothing to do in a reset, because its fence has moved what the step is for.</summary>
    public static readonly ImmutableArray<string> MovedByReset = [StepNames.CloseWebhooks, StepNames.RevokeAccess];

    private readonly ImmutableArray<ITeardownStep> _steps;
    private readonly ImmutableHashSet<string> _known;

    public TeardownPlan(IEnumerable<ITeardownStep> steps)
        : this(steps, Order, Retired)
    {
    }

    /// <exception cref="InvalidOperationException">The steps are not exactly those of the order, each once.</exception>
    internal TeardownPlan(
        IEnumerable<ITeardownStep> steps, ImmutableArray<string> order, ImmutableArray<string> retired)
    {
        Require(
            Twice([.. order, .. retired]),
            "is planned twice, or planned and retired; give the step a name of its own");
        var registered = steps.ToList();
        Require(Twice([.. registered.Select(step => step.Name)]), "has two steps registered; remove one");
        var names = registered.Select(step => step.Name).ToList();
        Require(order.Except(names).FirstOrDefault(), "is planned, and has no step registered");
        Require(names.Except(order).FirstOrDefault(), "is registered, and not in the plan");
        _steps = [.. order.Select(name => registered.Single(step => step.Name == name))];
        _known = [.. order, .. retired];
    }

    public ImmutableArray<ITeardownStep> Steps => _steps;

    /// <summary>The steps that do something in a teardown of that kind.</summary>
    public IEnumerable<ITeardownStep> StepsOf(TeardownKind kind) =>
        kind == TeardownKind.Reset ? _steps.Where(step => !MovedByReset.Contains(step.Name)) : _steps;

    /// <summary>The last step: its end is the end of the teardown's row.</summary>
    public ITeardownStep Last => _steps[^1];

    /// <summary>
    /// The first step that is neither done nor waived. The last step is never recorded as done: then the row is gone.
    /// </summary>
    /// <exception cref="UnknownStepException">The row names a step that this version doesn't know.</exception>
    public ITeardownStep NextFor(TeardownRecord record)
    {
        var unknown = record.Steps.FirstOrDefault(step => !_known.Contains(step.Name));
        if (unknown is not null) throw new UnknownStepException(unknown.Name);
        var settled = record.Steps
            .Where(step => step.Status is StepStatus.Done or StepStatus.Waived)
            .Select(step => step.Name)
            .ToHashSet(StringComparer.Ordinal);
        return _steps.FirstOrDefault(step => !settled.Contains(step.Name)) ?? Last;
    }

    private static string? Twice(ImmutableArray<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;

    private static void Require(string? offender, string problem)
    {
        if (offender is not null) throw new InvalidOperationException($"The teardown step '{offender}' {problem}.");
    }
}
