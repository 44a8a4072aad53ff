using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// A stored teardown names a step that this version doesn't know, as after a step back to an older version. The row is
/// left as it is: a version that knows the step goes on with it.
/// </summary>
[GenerateSerializer]
[Alias(Aliases.UnknownStep)]
internal sealed class UnknownStepException(string step)
    : InvalidOperationException($"A stored teardown names the step '{step}', which is neither planned nor retired.");
