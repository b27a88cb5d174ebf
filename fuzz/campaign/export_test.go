package campaign

// ListenFor is Listen, with less patience for who says nothing.
var ListenFor = listen
