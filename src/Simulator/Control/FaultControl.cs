using Shopkeeper.Simulator.Faults;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Control;

/// <summary>Controls faults.</summary>
internal sealed class FaultControl(FaultBook faults)
{
    private static readonly TimeSpan LatencyMaximum = TimeSpan.FromMinutes(5);

    public Task<object?> List(HttpContext context) => Task.FromResult<object?>(faults.All);

    public async Task<object?> AddAsync(HttpContext context)
    {
        var fault = await ControlInput.ReadAsync<Fault>(context);
        ControlInput.Require(fault.Shop is null || ShopAddress.TryParse(fault.Shop, out _), "shop",
            "Give a domain such as blue-widgets.myshopify.com, or none for every shop.");
        ControlInput.Require(!string.IsNullOrWhiteSpace(fault.Operation), "operation",
            "Give an operation such as appUninstall, or * for all.");
        ControlInput.Count(fault.Status, 200, 599, "status");
        ControlInput.Count(fault.Times, 1, int.MaxValue, "times");
        ControlInput.Count(fault.Skip, 0, int.MaxValue, "skip");
        ControlInput.Span(fault.Latency, LatencyMaximum, "latency");
        ControlInput.Require(fault.Kind is not FaultKind.Latency || fault.Latency > TimeSpan.Zero, "latency",
            "Give the time to wait, such as \"00:00:05\".");
        ControlInput.Require(fault.Kind is not FaultKind.Partial || fault.Without is { Count: > 0 }, "without",
            "Name the fields that are missing, such as [\"expires_in\"].");
        foreach (var (name, value) in fault.Headers ?? new Dictionary<string, string>())
        {
            ControlInput.Require(ControlInput.IsHeaderName(name) && ControlInput.IsHeaderText(value),
                $"headers.{name}", "Give an HTTP header's name, and a value without line breaks.");
        }

        return faults.Add(fault);
    }

    public Task<object?> Clear(HttpContext context)
    {
        faults.Clear();
        return Task.FromResult<object?>(null);
    }

    public Task<object?> Remove(HttpContext context)
    {
        var removed = faults.Remove((string)context.Request.RouteValues["id"]!);
        return removed ? Task.FromResult<object?>(null) : throw new ControlRefusal(
            "id", "No such fault. GET /_control/faults lists them.", StatusCodes.Status404NotFound);
    }
}
