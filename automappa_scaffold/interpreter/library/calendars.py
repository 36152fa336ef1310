class _Names:
    def __init__(self, *names):
        self._names = names

    def __getitem__(self, index):
        return list(self._names[index]) if isinstance(index, slice) else self._names[index]

    def __len__(self):
        return len(self._names)


MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
day_name = _Names("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
day_abbr = _Names("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
month_name = _Names(
    *("", "January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
month_abbr = _Names("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
