namespace Shopkeeper.Grains.Participants;

/// <summary>A participant could not be asked what is left.</summary>
internal sealed class ParticipantFailedException(string participant)
    : Exception($"The participant '{participant}' could not be asked.");
