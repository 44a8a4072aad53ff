using Orleans.Timers;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>A process's way to the reminders; when they tick is the world's to say.</summary>
internal sealed class ReminderPort(SimulatedProcess process, Effects effects, SimulatedDatabase db) : IReminderRegistry
{
    public Task<IGrainReminder> RegisterOrUpdateReminder(
        GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        effects.Do<IGrainReminder>(process, $"reminders.upsert {reminderName}", () =>
        {
            // The jitter of the first tick would be chance that the seed does not give.
            var row = new ReminderRow(
                callingGrainId.ToString(), callingGrainId.Key.ToString()!, reminderName, db.Now, period)
            {
                Version = db.NextSequence(),
                NextAt = db.Now + period,
            };
            db.Reminders[(row.GrainId, row.Name)] = row;
            return new Reminder(row);
        });

    public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder) =>
        effects.Do(process, $"reminders.remove {reminder.ReminderName}", () =>
        {
            var key = (callingGrainId.ToString(), reminder.ReminderName);
            if (db.Reminders.TryGetValue(key, out var row) && row.Version == ((Reminder)reminder).Row.Version)
                db.Reminders.Remove(key);
        });

    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        effects.Do<IGrainReminder?>(process, $"reminders.read {reminderName}", () =>
            db.Reminders.TryGetValue((callingGrainId.ToString(), reminderName), out var row)
                ? new Reminder(row)
                : null);

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => throw new NotSupportedException();

    public Task<IGrainReminder> RegisterOrUpdateReminder(
        GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period,
        CancellationToken cancellationToken) =>
        RegisterOrUpdateReminder(callingGrainId, reminderName, dueTime, period);

    public Task UnregisterReminder(
        GrainId callingGrainId, IGrainReminder reminder, CancellationToken cancellationToken) =>
        UnregisterReminder(callingGrainId, reminder);

    public Task<IGrainReminder?> GetReminder(
        GrainId callingGrainId, string reminderName, CancellationToken cancellationToken) =>
        GetReminder(callingGrainId, reminderName);

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private sealed class Reminder(ReminderRow row) : IGrainReminder
    {
        public ReminderRow Row => row;

        public string ReminderName => row.Name;
    }
}
