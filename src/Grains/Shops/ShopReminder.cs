namespace Shopkeeper.Grains.Shops;

/// <summary>A shop's one reminder: the safety net below the pollers, and nothing else hangs on it.</summary>
internal static class ShopReminder
{
    /// <summary>Its name, stored in the reminder table.</summary>
    public const string Name = "shop";

    /// <summary>The shortest period that is taken; Orleans' own minimum.</summary>
    public static readonly TimeSpan Minimum = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Registers it. The first tick is jittered over a period, so that shops installed together part.
    /// </summary>
    public static async Task ArmAsync<TGrain>(TGrain grain, ShopsOptions options)
        where TGrain : IGrainBase, IRemindable
    {
        ArgumentNullException.ThrowIfNull(options);
        var first = Minimum + ((options.ReminderPeriod - Minimum) * Random.Shared.NextDouble());
        await grain.RegisterOrUpdateReminder(Name, first, options.ReminderPeriod);
    }

    /// <summary>Registers it where it is missing.</summary>
    public static async Task EnsureAsync<TGrain>(TGrain grain, ShopsOptions options)
        where TGrain : IGrainBase, IRemindable
    {
        if (await grain.GetReminder(Name) is null) await ArmAsync(grain, options);
    }

    /// <summary>Unregisters it.</summary>
    /// <returns>False when there was none.</returns>
    public static async Task<bool> DisarmAsync<TGrain>(TGrain grain)
        where TGrain : IGrainBase, IRemindable
    {
        if (await grain.GetReminder(Name) is not { } reminder) return false;
        await grain.UnregisterReminder(reminder);
        return true;
    }
}
