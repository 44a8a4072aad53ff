namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A row of <c>reminders</c>.</summary>
internal sealed record ReminderRow(string GrainId, string Key, string Name, DateTimeOffset StartAt, TimeSpan Period)
{
    public long Version { get; init; }

    /// <summary>When it ticks next.</summary>
    public DateTimeOffset NextAt { get; set; }
}
