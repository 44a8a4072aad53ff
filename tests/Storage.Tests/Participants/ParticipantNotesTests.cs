using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Participants;

public abstract class ParticipantNotesTests(Dialect dialect) : StorageTests(dialect)
{
    private IParticipantNotes Notes => Get<IParticipantNotes>();

    [Fact]
    public async Task Failures_of_a_participant_are_counted_until_it_answers_and_the_last_one_stays_known()
    {
        await Notes.NoteFailureAsync("search", "participant-timed-out", Cancel);
        await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Notes.NoteFailureAsync("search", "participant-failed", Cancel)));
        await Notes.NoteFailureAsync("mail", "participant-refused", Cancel);

        var failing = await ReadAsync("search");
        Assert.Equal((9, "participant-failed"), (failing.Failures, failing.LastFailureCode));
        Assert.Null(failing.LastSuccessAt);

        await Notes.NoteSuccessAsync("search", Cancel);

        var well = await ReadAsync("search");
        Assert.Equal((0, "participant-failed"), (well.Failures, well.LastFailureCode));
        Assert.Equal(failing.LastFailureAt, well.LastFailureAt);
        Assert.True(well.LastSuccessAt >= well.LastFailureAt);
        Assert.Equal(1, (await ReadAsync("mail")).Failures);
    }

    [Fact]
    public async Task Participant_that_has_never_failed_has_its_success_alone()
    {
        await Notes.NoteSuccessAsync("files", Cancel);

        var note = await ReadAsync("files");
        Assert.NotNull(note.LastSuccessAt);
        Assert.Equal((0, null, null), (note.Failures, note.LastFailureAt, note.LastFailureCode));
    }

    private async Task<ParticipantNote> ReadAsync(string name) =>
        Assert.Single(await Notes.ListAsync(Cancel), note => note.Name == name);

    public sealed class OnPostgres() : ParticipantNotesTests(Dialect.Postgres);

    public sealed class OnSqlite() : ParticipantNotesTests(Dialect.Sqlite);
}
