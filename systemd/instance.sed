# Makes storyd@.service of storyd.service.in: every path and name of its own gets the instance's name. The environment
# wins over the settings file, so no two instances can end up with one ledger.
s#^Description=.*#& (%i)#
s#/\(var/lib\|var/spool\|run\)/storyd#&-%i#g
s#^StateDirectory=storyd$#&-%i#
s#/etc/storyd/storyd\.yaml#/etc/storyd/%i.yaml#g
/@INSTANCE@/c\
Environment=STORYD_LEDGER_PATH=/var/lib/storyd-%i/ledger.sqlite STORYD_CONTROL_PATH=/run/storyd-%i/control\
Environment=STORYD_FOLDER_INCOMING=/var/spool/storyd-%i/incoming STORYD_FOLDER_WORK=/var/spool/storyd-%i/work\
Environment=STORYD_FOLDER_ARCHIVE=/var/spool/storyd-%i/archive STORYD_FOLDER_REJECTED=/var/spool/storyd-%i/rejected
