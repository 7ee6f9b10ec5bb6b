{% include "close.sh" %}
rm -rf /opt/code
cp -r code /opt/code
chmod -R go-w,a+rX /opt/code
close /opt/code
