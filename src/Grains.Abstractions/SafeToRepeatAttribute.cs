namespace Shopkeeper.Grains.Abstractions;

/// <summary>
/// Marks a method whose second call, after a first one of unknown outcome, leaves the same state and gives the same
/// answer. The edge repeats it once where a silo went away under it. No mark: the caller is answered 503 and decides.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SafeToRepeatAttribute : Attribute;
