using Shopkeeper.Simulator.Calls;

namespace Shopkeeper.Simulator.Control;

/// <summary>Reads back what was called.</summary>
internal sealed class CallControl(CallLog calls)
{
    public async Task<object?> ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        string? shop = query["shop"], operation = query["operation"];
        var count = ControlInput.Number(context, "atLeast", 0);
        return await calls.WaitAsync(
            shop?.ToLowerInvariant(), operation, count, ControlInput.Wait(context), context.RequestAborted);
    }

    public Task<object?> Clear(HttpContext context)
    {
        calls.Clear();
        return Task.FromResult<object?>(null);
    }
}
