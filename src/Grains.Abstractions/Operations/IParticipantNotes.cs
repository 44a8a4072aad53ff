namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Notes how the participants answer, for all processes together.</summary>
public interface IParticipantNotes
{
    /// <summary>Notes that a participant answered well: its failures in a row are over.</summary>
    Task NoteSuccessAsync(string participant, CancellationToken cancellationToken);

    /// <summary>Notes that a call to a participant failed.</summary>
    Task NoteFailureAsync(string participant, string code, CancellationToken cancellationToken);

    /// <summary>All that is noted, in no order.</summary>
    Task<IReadOnlyList<ParticipantNote>> ListAsync(CancellationToken cancellationToken);
}
