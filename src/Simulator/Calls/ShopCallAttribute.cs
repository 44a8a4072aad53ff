namespace Shopkeeper.Simulator.Calls;

/// <summary>Marks an endpoint as a shop's: its calls are logged and may be befallen by faults.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShopCallAttribute : Attribute;
