namespace Shopkeeper.Simulator.Control;

/// <summary>A control request that can't be carried out, and what to do about it.</summary>
internal sealed class ControlRefusal(string name, string remedy, int status = StatusCodes.Status400BadRequest)
    : Exception($"{name}: {remedy}")
{
    public string Field => name;

    public string Remedy => remedy;

    public int Status => status;

    public static ControlRefusal UnknownShop() => new(
        "shop", "No shop of that domain. Create it with POST /_control/shops.", StatusCodes.Status404NotFound);
}
